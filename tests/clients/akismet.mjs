// npm akismet (Waline): the key is the first label of the host, the Content-Type is broken, and any
// failure counts as "not spam".

import { client } from 'akismet'
import { promisify } from 'node:util'
import { blog, permalink, report, wrongKey } from './calls.mjs'

const { AKISMET_KEY: key, AKISMET_PORT: port, AKISMET_BUSY_PORT: busy } = process.env
const connect = (apiKey, at = port) =>
  client({ blog, apiKey, host: 'rest.akismet.localhost', port: Number(at) })
const call = (who, method, ...given) => promisify(who[method].bind(who))(...given)
const comment = (content) => ({
  user_ip: '203.0.113.7', user_agent: 'Mozilla/5.0', permalink, comment_author: 'Cem', comment_content: content,
})

const good = connect(key)
await report('verify', true, () => call(good, 'verifyKey'))
await report('wrong key', false, () => call(connect(wrongKey), 'verifyKey'))
await report('ham', false, () => call(good, 'checkComment', comment('a good question')))
await report('spam', true, () => call(good, 'checkComment', comment('please rejectme now')))
await report('discard', true, () => call(good, 'checkComment', comment('please discardme now')))
await report('submit-spam', undefined, () => call(good, 'submitSpam', comment('a good question')))
await report('submit-ham', undefined, () => call(good, 'submitHam', comment('please rejectme now')))
await report('overload', false, () => call(connect(key, busy), 'checkComment', comment('please rejectme now')))
