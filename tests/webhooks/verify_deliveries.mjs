// Holds the deliveries that the functional test kept against the standard's own library: each is
// verified with the secret of before and of after the rotation, and refused when its body, id, time
// or signature was changed.
//
//     node verify_deliveries.mjs deliveries.jsonl

import fs from 'node:fs'
import { Webhook } from 'standardwebhooks'

const lines = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
const failures = []

function verifies(secret, body, headers) {
  try {
    new Webhook(secret).verify(body, headers)
    return true
  } catch {
    return false
  }
}

let forgeries = 0
for (const [index, { body, headers, secrets }] of lines.entries()) {
  for (const secret of secrets) {
    if (!verifies(secret, body, headers)) failures.push(`delivery ${index}: refused`)
  }
  const [secret] = secrets
  const later = String(Number(headers['webhook-timestamp']) + 1)
  const signature = headers['webhook-signature']
  const forged = [
    [body.replace('comment.', 'comnent.'), headers],
    [body + ' ', headers],
    [body, { ...headers, 'webhook-id': headers['webhook-id'] + 'x' }],
    [body, { ...headers, 'webhook-timestamp': later }],
    [body, { ...headers, 'webhook-signature': signature.replaceAll(/v1,./g, (start) => (start === 'v1,A' ? 'v1,B' : 'v1,A')) }],
  ]
  for (const [otherBody, otherHeaders] of forged) {
    forgeries += 1
    if (verifies(secret, otherBody, otherHeaders)) failures.push(`delivery ${index}: a forgery passed`)
  }
  const stranger = 'whsec_' + Buffer.alloc(32, 1).toString('base64')
  if (verifies(stranger, body, headers)) failures.push(`delivery ${index}: a stranger's secret passed`)
}

const ids = new Set(lines.map((line) => line.headers['webhook-id']))
if (ids.size !== lines.length) failures.push(`${lines.length - ids.size} deliveries came twice, though all were answered`)
for (const failure of failures.slice(0, 20)) console.error(failure)
console.log(`${lines.length} deliveries, ${forgeries} forgeries, ${failures.length} failures`)
process.exit(failures.length === 0 && lines.length >= 1000 ? 0 : 1)
