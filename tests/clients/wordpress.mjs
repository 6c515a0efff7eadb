// The WordPress plugin's http_post (class.akismet.php), replayed: an HTTP/1.0 request with these
// header fields in this order, the body as build_query makes it, and an answer that is taken apart at
// the first empty line.

import net from 'node:net'
import { blog, permalink, report, wrongKey } from './calls.mjs'

const { AKISMET_KEY: key, AKISMET_PORT: port, AKISMET_BUSY_PORT: busy } = process.env

/** [headers in lower case, body], as the plugin returns it. */
function httpPost(path, fields, at = port) {
  const body = new URLSearchParams(fields).toString()
  const request =
    `POST /${path} HTTP/1.0\r\n` +
    'Host: rest.akismet.com\r\n' +
    'Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n' +
    `Content-Length: ${Buffer.byteLength(body)}\r\n` +
    'User-Agent: WordPress/6.4.2 | Akismet/5.3.1\r\n' +
    '\r\n' +
    body
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(at), '127.0.0.1', () => socket.write(request))
    let answer = ''
    socket.setEncoding('utf8')
    socket.on('data', (bytes) => { answer += bytes })
    socket.on('error', reject)
    socket.on('end', () => {
      const border = answer.indexOf('\r\n\r\n')
      const [status, ...lines] = answer.slice(0, border).split('\r\n')
      const headers = Object.fromEntries(lines.map((line) => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
      }))
      resolve([{ status: Number(status.split(' ')[1]), ...headers }, answer.slice(border + 4)])
    })
  })
}

const comment = (content, with_key = key) => ({
  comment_post_ID: '17', comment_author: 'Dan', comment_author_email: 'dan@reader.example',
  comment_author_url: '', comment_content: content, comment_type: 'comment', comment_parent: '0', user_ID: '0',
  user_ip: '203.0.113.7', user_agent: 'Mozilla/5.0', referrer: permalink, blog, blog_lang: 'en_US',
  blog_charset: 'UTF-8', permalink, is_test: '', comment_post_modified_gmt: '2026-11-22 10:00:00',
  akismet_comment_nonce: 'inactive', callback: 'https://blog.example/wp-json/akismet/v1/webhook',
  POST_comment: content, POST_author: 'Dan', POST_ak_js: '1795000000000', POST_ak_hp_textarea: '',
  REMOTE_ADDR: '203.0.113.7', HTTP_USER_AGENT: 'Mozilla/5.0', REQUEST_URI: '/wp-comments-post.php', api_key: with_key,
})
const thanks = 'Thanks for making the web a better place.'
const body = (path, fields) => httpPost(path, fields).then(([, text]) => text)

await report('verify', 'valid', () => body('1.1/verify-key', { key, api_key: key, blog }))
await report('wrong key', (given) => given.every((text) => text === 'invalid'), async () => [
  await body('1.1/verify-key', { key: wrongKey, api_key: key, blog }),
  await body('1.1/comment-check', comment('hello', wrongKey)),
])
await report('ham', (given) => given[1] === 'false' && given[0]['x-akismet-guid'], () =>
  httpPost('1.1/comment-check', comment('a good question')))
await report('spam', (given) => given[1] === 'true' && !given[0]['x-akismet-pro-tip'], () =>
  httpPost('1.1/comment-check', comment('please rejectme now')))
await report('discard', (given) => given[1] === 'true' && given[0]['x-akismet-pro-tip'] === 'discard', () =>
  httpPost('1.1/comment-check', comment('please discardme now')))
await report('submit-spam', thanks, () =>
  body('1.1/submit-spam', { ...comment('a good question'), reporter: 'admin', comment_check_response: 'false' }))
await report('submit-ham', thanks, () =>
  body('1.1/submit-ham', { ...comment('please rejectme now'), reporter: 'admin', comment_check_response: 'true' }))
await report('overload', 503, () =>
  httpPost('1.1/comment-check', comment('hello'), busy).then(([headers]) => headers.status))
