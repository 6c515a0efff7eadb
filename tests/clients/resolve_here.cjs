// Preloaded into clients that put the key into the host name: every name is this machine. It stands
// for the operator's wildcard DNS record; the client itself is as published.
'use strict'
const dns = require('node:dns')

dns.lookup = (name, options, callback) => {
  const answer = typeof options === 'function' ? options : callback
  const all = typeof options === 'object' && options !== null && options.all
  process.nextTick(() => (all ? answer(null, [{ address: '127.0.0.1', family: 4 }]) : answer(null, '127.0.0.1', 4)))
}
