// Starts a server, and a second one that has no connection left; lets every client do every call;
// prints a table. Ends with 1 when a call went wrong, and with 1 for a client that is not installed
// when CI=true.
//
//     node run_clients.mjs CHAFFINCH RULES WORK_DIR

import { execFileSync, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { calls } from './calls.mjs'
import { freePort, makeCertificate, standIn } from './stand_in.mjs'

const [program, rules, work] = process.argv.slice(2)

/** A site with a key in a new data directory. */
function newSite(data) {
  fs.rmSync(data, { recursive: true, force: true })
  const shown = execFileSync(program, ['site', 'add', 'blog', '--data', data], { encoding: 'utf8' })
  return shown.match(/^ {2}([0-9a-f]{12})$/m)[1]
}

async function answers(port, route) {
  for (let i = 0; i < 100; ++i) {
    const good = await new Promise((resolve) => {
      http.get({ port, path: route, agent: false }, (answer) => { answer.resume(); resolve(answer.statusCode === 200) })
        .on('error', () => resolve(false))
    })
    if (good) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the server does not answer')
}

async function serve(name, settings) {
  const [port, admin] = [await freePort(), await freePort()]
  const data = path.join(work, name)
  const key = newSite(data)
  const config = path.join(work, `${name}.yaml`)
  fs.writeFileSync(config, `data: ${data}\nrules: ${rules}\nmodels: ${path.join(work, 'no-models')}\n${settings}\n`)
  const server = spawn(program, [
    'serve', '--config', config, '--listen', `127.0.0.1:${port}`, '--admin-listen', `127.0.0.1:${admin}`,
  ], { stdio: ['ignore', 'ignore', fs.openSync(path.join(work, `${name}.log`), 'w')] })
  await answers(admin, '/readyz')
  return { server, port, key }
}

/** Holds the one connection that a server allows, anew whenever the server ends it. */
function occupy(port) {
  let socket
  const again = () => {
    socket = net.connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.on('close', () => setTimeout(again, 1))
    socket.on('connect', () => socket.write('POST /1.1/verify-key HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n'))
  }
  again()
}

const installed = (command, given) => spawnSync(command, given, { stdio: 'ignore' }).status === 0

function npmVersion(name) {
  return JSON.parse(fs.readFileSync(path.join('node_modules', name, 'package.json'), 'utf8')).version
}

fs.mkdirSync(path.join(work, 'no-models'), { recursive: true })
const quiet = await serve('quiet', '')
const busy = await serve('busy', 'limits: {connections: 1}')
occupy(busy.port)
const certificate = makeCertificate(work)
const isBusy = (request) => /busy/.test(`${request.headers.host} ${request.headers['user-agent']}`)
const proxy = await standIn(certificate, (request) => (isBusy(request) ? busy.port : quiet.port))
const busyProxy = await standIn(certificate, () => busy.port)
const environment = {
  ...process.env,
  AKISMET_KEY: quiet.key,
  AKISMET_PORT: String(quiet.port),
  AKISMET_BUSY_PORT: String(busy.port),
  AKISMET_BUSY_PROXY: `http://127.0.0.1:${busyProxy}`,
}
const here = ['--no-warnings', '--require', './resolve_here.cjs']
const through = {
  http_proxy: `http://127.0.0.1:${proxy}`, PERL_LWP_ENV_PROXY: '1', SSL_CERT_FILE: certificate.certificate,
}
const hasWordPress =
  "exit(is_file((getenv('WORDPRESS_DIR') ?: '/usr/share/wordpress') . '/wp-content/plugins/akismet/class.akismet.php') ? 0 : 1);"
const clients = [
  { name: `npm akismet-api ${npmVersion('akismet-api')}`, command: 'node', given: [...here, 'akismet_api.mjs'] },
  { name: `npm @cedx/akismet ${npmVersion('@cedx/akismet')}`, command: 'node', given: ['cedx.mjs'] },
  { name: `npm akismet ${npmVersion('akismet')}`, command: 'node', given: [...here, 'akismet.mjs'] },
  { name: 'WordPress plugin 5.3, replayed', command: 'node', given: ['wordpress.mjs'] },
  { name: 'WordPress plugin, Debian wordpress', command: 'php', given: ['wordpress_plugin.php'], present: ['-r', hasWordPress], optional: true, more: through },
  { name: 'Debian libnet-akismet-perl', command: 'perl', given: ['net_akismet.pl'], present: ['-MNet::Akismet', '-e', '1'], more: through },
  { name: 'Debian ruby-akismet', command: 'ruby', given: ['ruby_akismet.rb'], present: ['-rakismet', '-e', '1'], more: through },
]

// `optional`: the package brings a web server and a database client along, which ./dev does not ask for.
let failed = false

function run(client) {
  return new Promise((resolve) => {
    const child = spawn(client.command, client.given, { env: { ...environment, ...client.more }, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, problems] = ['', '']
    child.stdout.on('data', (bytes) => { out += bytes })
    child.stderr.on('data', (bytes) => { problems += bytes })
    const late = setTimeout(() => child.kill(), 30_000)
    child.on('close', () => { clearTimeout(late); resolve({ out, problems }) })
  })
}

for (const client of clients) {
  if (client.present && !installed(client.command, client.present)) {
    console.log(`| ${client.name} | SKIPPED: not installed |`)
    failed ||= process.env.CI === 'true' && !client.optional
    continue
  }
  const { out, problems } = await run(client)
  const results = calls.map((call) => out.split('\n').find((line) => line.startsWith(`${call}: `)) ?? `${call}: did not happen`)
  const wrong = results.filter((line) => !line.endsWith(': ok'))
  console.log(`| ${client.name} | ${calls.length - wrong.length} of ${calls.length} calls | ${wrong.join('; ') || 'as expected'} |`)
  if (wrong.length > 0) {
    failed = true
    if (problems) console.log(problems)
  }
}
quiet.server.kill()
busy.server.kill()
process.exit(failed ? 1 : 0)
