// Stands where rest.akismet.com would be for clients that cannot be told another host: an HTTP proxy
// that hands everything to our server, host name and all. For CONNECT it ends TLS itself.

import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import tls from 'node:tls'

/** A certificate for *.rest.akismet.com, made for this run; gives the paths of key and certificate. */
export function makeCertificate(folder) {
  const key = path.join(folder, 'stand_in.key')
  const certificate = path.join(folder, 'stand_in.crt')
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-keyout', key, '-out', certificate, '-subj', '/CN=rest.akismet.com',
    '-addext', 'subjectAltName=DNS:rest.akismet.com,DNS:*.rest.akismet.com',
  ], { stdio: 'ignore' })
  return { key, certificate }
}

function forward(target, request, answer) {
  const { pathname, search } = new URL(request.url, 'http://rest.akismet.com')
  const onward = http.request(
    { host: '127.0.0.1', port: target(request), method: request.method, path: pathname + search, headers: request.headers },
    (given) => {
      answer.writeHead(given.statusCode, given.headers)
      given.pipe(answer)
    },
  )
  onward.on('error', () => answer.destroy())
  request.pipe(onward)
}

/** Starts the proxy; `target` gives the port of the server for a request. Resolves to its port. */
export async function standIn(files, target) {
  const inner = http.createServer((request, answer) => forward(target, request, answer))
  const context = tls.createSecureContext({
    key: fs.readFileSync(files.key), cert: fs.readFileSync(files.certificate),
  })
  const proxy = http.createServer((request, answer) => forward(target, request, answer))
  proxy.on('connect', (request, socket) => {
    socket.on('error', () => {})
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    const secured = new tls.TLSSocket(socket, { isServer: true, secureContext: context })
    secured.on('error', () => {})
    inner.emit('connection', secured)
  })
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return proxy.address().port
}

/** A free port of this machine. */
export async function freePort() {
  const server = net.createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}
