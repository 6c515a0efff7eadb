// npm akismet-api (Coral, Twikoo): the key is the first label of the host.

import akismetApi from 'akismet-api'
import { blog, permalink, report, threw, wrongKey } from './calls.mjs'

const { AkismetClient } = akismetApi
const { AKISMET_KEY: key, AKISMET_PORT: port, AKISMET_BUSY_PORT: busy } = process.env
const client = (with_key, at = port) =>
  new AkismetClient({ key: with_key, blog, host: `rest.akismet.localhost:${at}`, protocol: 'http' })
const comment = (content) => ({ ip: '203.0.113.7', useragent: 'Mozilla/5.0', content, name: 'Ann', permalink })

const good = client(key)
await report('verify', true, () => good.verifyKey())
await report('wrong key', (given) => given[0] === false && threw(given[1]), async () => [
  await client(wrongKey).verifyKey(),
  await client(wrongKey).checkSpam(comment('hello')).catch((error) => `threw: ${error.message}`),
])
await report('ham', false, () => good.checkSpam(comment('a good question')))
await report('spam', true, () => good.checkSpam(comment('please rejectme now')))
// The library does not show the discard header, so the verdict is all there is to see.
await report('discard', true, () => good.checkSpam(comment('please discardme now')))
await report('submit-spam', 'Thanks for making the web a better place.', async () =>
  (await good.submitSpam(comment('a good question'))).text)
await report('submit-ham', 'Thanks for making the web a better place.', async () =>
  (await good.submitHam(comment('please rejectme now'))).text)
await report('overload', threw, () => client(key, busy).checkSpam(comment('hello')))
