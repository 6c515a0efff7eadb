# Debian ruby-akismet: https://<key>.rest.akismet.com, without any setting. It reaches the server
# through the proxy of the environment, which ends TLS with a certificate of the test's own.
require 'akismet'

def report(call, expected)
  given = begin
    yield
  rescue StandardError => error
    "threw: #{error.message}"
  end
  right = expected.respond_to?(:call) ? expected.call(given) : given == expected
  puts "#{call}: #{right ? 'ok' : given.inspect}"
end

def comment(content)
  ['203.0.113.7', 'Mozilla/5.0', { text: content, author: 'Fay', post_url: 'https://blog.example/article' }]
end

threw = ->(given) { given.to_s.start_with?('threw: ') }
blog = 'https://blog.example/'
good = Akismet::Client.new(ENV.fetch('AKISMET_KEY'), blog)
wrong = Akismet::Client.new('aaaaaaaaaaaa', blog)
report('verify', true) { good.verify_key }
report('wrong key', false) { wrong.verify_key }
report('ham', [false, false]) { good.check(*comment('a good question')) }
report('spam', [true, false]) { good.check(*comment('please rejectme now')) }
report('discard', [true, true]) { good.check(*comment('please discardme now')) }
report('submit-spam', nil) { good.spam(*comment('a good question')) }
report('submit-ham', nil) { good.ham(*comment('please rejectme now')) }
# The proxy of AKISMET_BUSY_PROXY forwards to a server that has no connection left.
ENV['http_proxy'] = ENV.fetch('AKISMET_BUSY_PROXY')
report('overload', threw) { Akismet::Client.new(ENV.fetch('AKISMET_KEY'), blog).check(*comment('hello')) }
