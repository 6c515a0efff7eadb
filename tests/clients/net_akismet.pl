# Debian libnet-akismet-perl: the key is the first label of the host. LWP takes the operator's proxy
# from the environment (PERL_LWP_ENV_PROXY), which stands for DNS here.
use strict;
use warnings;
use Net::Akismet;

sub report {
    my ($call, $right, $given) = @_;
    print "$call: ", ($right ? 'ok' : defined $given ? $given : 'undef'), "\n";
}

sub connected {
    my ($key, $host) = @_;
    return Net::Akismet->new(KEY => $key, URL => 'https://blog.example/', SERVICE_HOST => $host);
}

sub comment {
    return (
        USER_IP => '203.0.113.7', COMMENT_USER_AGENT => 'Mozilla/5.0', COMMENT_AUTHOR => 'Eva',
        COMMENT_CONTENT => $_[0], PERMALINK => 'https://blog.example/article',
    );
}

my $host = "rest.akismet.com";
my $akismet = connected($ENV{AKISMET_KEY}, $host);
report('verify', defined $akismet, 'not accepted');
exit 1 unless $akismet;
report('wrong key', !defined connected('aaaaaaaaaaaa', $host), 'accepted');
my $ham = $akismet->check(comment('a good question'));
report('ham', defined $ham && $ham eq 'false', $ham);
my $spam = $akismet->check(comment('please rejectme now'));
report('spam', defined $spam && $spam eq 'true', $spam);
my $discard = $akismet->check(comment('please discardme now'));
report('discard', defined $discard && $discard eq 'true', $discard);
report('submit-spam', $akismet->spam(comment('a good question')), 'refused');
report('submit-ham', $akismet->ham(comment('please rejectme now')), 'refused');
report('overload', !defined connected($ENV{AKISMET_KEY}, 'busy.akismet.com'), 'accepted');
