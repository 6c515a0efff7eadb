// npm @cedx/akismet (wepublish): strict about headers, and whatever is not "false" is spam to it.

import { Author, Blog, CheckResult, Client, Comment } from '@cedx/akismet'
import { blog, permalink, report, threw, wrongKey } from './calls.mjs'

const { AKISMET_KEY: key, AKISMET_PORT: port, AKISMET_BUSY_PORT: busy } = process.env
const client = (with_key, at = port) =>
  new Client(with_key, new Blog({ url: blog, charset: 'UTF-8', languages: ['en'] }), {
    baseUrl: `http://127.0.0.1:${at}`,
  })
const comment = (content) =>
  new Comment({
    author: new Author({ ipAddress: '203.0.113.7', name: 'Bea', userAgent: 'Mozilla/5.0' }),
    content,
    context: ['botox', 'beauty'],
    permalink,
    type: 'comment',
  })

const good = client(key)
await report('verify', true, () => good.verifyKey())
await report('wrong key', (given) => given[0] === false && threw(given[1]), async () => [
  await client(wrongKey).verifyKey(),
  await client(wrongKey).checkComment(comment('hello')).catch((error) => `threw: ${error.message}`),
])
await report('ham', CheckResult.ham, () => good.checkComment(comment('a good question')))
await report('spam', CheckResult.spam, () => good.checkComment(comment('please rejectme now')))
await report('discard', CheckResult.pervasiveSpam, () => good.checkComment(comment('please discardme now')))
await report('submit-spam', undefined, () => good.submitSpam(comment('a good question')))
await report('submit-ham', undefined, () => good.submitHam(comment('please rejectme now')))
await report('overload', threw, () => client(key, busy).checkComment(comment('hello')))
