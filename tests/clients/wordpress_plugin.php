<?php
// The WordPress plugin itself, as Debian's package wordpress ships it: its http_post and key check on
// WordPress's own HTTP library. Only the database is missing, so options live in an array here. The
// plugin has no host setting: it reaches the server through the proxy of the test, where its two tries
// over TLS fail (the certificate is unknown to it) and it goes on in plain HTTP, as it does for a host
// that answers on port 80 alone.

$proxy = parse_url(getenv('http_proxy'));
putenv('http_proxy');
define('ABSPATH', rtrim(getenv('WORDPRESS_DIR') ?: '/usr/share/wordpress', '/') . '/');
define('WPINC', 'wp-includes');
define('WP_PROXY_HOST', $proxy['host']);
define('WP_PROXY_PORT', $proxy['port']);
// The plugin is told its key here instead of by the database.
define('WPCOM_API_KEY', getenv('AKISMET_KEY'));

$options = ['blog_charset' => 'UTF-8', 'home' => 'https://blog.example/', 'siteurl' => 'https://blog.example/'];
function get_bloginfo($what = '') { return $what === 'version' ? $GLOBALS['wp_version'] : 'https://blog.example/'; }

foreach (['version', 'load', 'plugin', 'functions', 'formatting', 'kses', 'l10n', 'link-template', 'class-wp-error', 'cache', 'http', 'class-wp-http'] as $file) {
    require_once ABSPATH . WPINC . "/$file.php";
}
foreach (['proxy', 'curl', 'streams', 'response', 'requests-response', 'requests-hooks', 'cookie', 'encoding'] as $file) {
    require_once ABSPATH . WPINC . "/class-wp-http-$file.php";
}
wp_cache_init();
add_filter('pre_option', function ($pre, $name) { global $options; return $options[$name] ?? ''; }, 10, 2);
// The new value is kept here, and WordPress is told that nothing changed.
add_filter('pre_update_option', function ($value, $name, $old) {
    global $options;
    $options[$name] = $value;
    return $old;
}, 10, 3);
$plugin = file_get_contents(ABSPATH . 'wp-content/plugins/akismet/akismet.php');
preg_match("/'AKISMET_VERSION', '([0-9.]+)'/", $plugin, $found);
define('AKISMET_VERSION', $found[1]);
require_once ABSPATH . 'wp-content/plugins/akismet/class.akismet.php';

function report($call, $right, $given) {
    echo "$call: ", $right ? 'ok' : json_encode($given), "\n";
}

function comment($content) {
    return [
        'comment_post_ID' => 17, 'comment_author' => 'Gil', 'comment_author_email' => 'gil@reader.example',
        'comment_author_url' => '', 'comment_content' => $content, 'comment_type' => 'comment', 'comment_parent' => 0,
        'user_ID' => 0, 'user_ip' => '203.0.113.7', 'user_agent' => 'Mozilla/5.0', 'referrer' => 'https://blog.example/',
        'blog' => get_option('home'), 'blog_lang' => 'en_US', 'blog_charset' => get_option('blog_charset'),
        'permalink' => 'https://blog.example/article', 'akismet_comment_nonce' => 'inactive',
        'POST_comment' => $content, 'POST_ak_hp_textarea' => '', 'REQUEST_URI' => '/wp-comments-post.php',
    ];
}

function ask($path, $fields) {
    return Akismet::http_post(Akismet::build_query($fields), $path);
}

report('verify', ($status = Akismet::verify_key(WPCOM_API_KEY)) === 'valid', $status);
report('wrong key', ($status = Akismet::verify_key('aaaaaaaaaaaa')) === 'invalid', $status);
$ham = ask('comment-check', comment('a good question'));
report('ham', $ham[1] === 'false' && strpos($ham[0]['x-akismet-guid'] ?? '', 'cmt_') === 0, $ham[1]);
$spam = ask('comment-check', comment('please rejectme now'));
report('spam', $spam[1] === 'true' && !isset($spam[0]['x-akismet-pro-tip']), $spam[1]);
$discard = ask('comment-check', comment('please discardme now'));
report('discard', $discard[1] === 'true' && $discard[0]['x-akismet-pro-tip'] === 'discard', $discard[1]);
$thanks = 'Thanks for making the web a better place.';
$given = ask('submit-spam', comment('a good question'));
report('submit-spam', $given[1] === $thanks, $given[1]);
$given = ask('submit-ham', comment('please rejectme now'));
report('submit-ham', $given[1] === $thanks, $given[1]);
// An overloaded server is the same proxy with another user agent; see run_clients.mjs.
add_filter('akismet_ua', function ($agent) { return $agent . ' busy'; });
$given = ask('comment-check', comment('hello'));
report('overload', $given[1] !== 'true' && $given[1] !== 'false', $given[1]);
