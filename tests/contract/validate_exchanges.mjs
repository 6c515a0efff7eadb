// Holds every exchange of the functional tests against openapi.yaml: the route is documented, each
// accepted request has the documented form, each answer has the form documented for its status.
//
//     node validate_exchanges.mjs openapi.yaml exchanges.jsonl
//
// Every operation of the contract must have been exercised, so that a route cannot escape the check.

import fs from 'node:fs'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

const [contractFile, exchangesFile] = process.argv.slice(2)
const contract = parse(fs.readFileSync(contractFile, 'utf8'))
const ajv = new Ajv({ strict: false, allErrors: true })
addFormats(ajv)
ajv.addSchema(contract, 'contract')

const validators = new Map()

function validatorAt(path) {
  const pointer = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')).map(encodeURIComponent).join('/')
  if (!validators.has(pointer)) validators.set(pointer, ajv.compile({ $ref: `contract#/${pointer}` }))
  return validators.get(pointer)
}

/** Follows one $ref; gives the value and the path where it stands. */
function resolved(value, path) {
  if (!value?.$ref) return [value, path]
  const target = value.$ref.slice(2).split('/')
  return [target.reduce((node, step) => node[step], contract), target]
}

function findRoute(target) {
  const path = target.split('?')[0]
  return Object.keys(contract.paths).find((pattern) => {
    const expression = pattern.replace(/\{[^}]+\}/g, '[^/]+')
    return new RegExp(`^${expression}$`).test(path)
  })
}

function preferExact(target) {
  const path = target.split('?')[0]
  return contract.paths[path] ? path : findRoute(target)
}

const failures = []
const seen = new Set()

function check(path, text, what) {
  let value
  try {
    value = JSON.parse(text)
  } catch {
    failures.push(`${what}: not JSON`)
    return
  }
  const validate = validatorAt(path)
  if (!validate(value)) failures.push(`${what}: ${ajv.errorsText(validate.errors)}\n    ${text.slice(0, 300)}`)
}

function checkExchange(exchange, number) {
  const what = `exchange ${number}: ${exchange.method} ${exchange.target} ${exchange.status}`
  const pattern = preferExact(exchange.target)
  const method = exchange.method.toLowerCase()
  const operation = pattern && contract.paths[pattern][method]
  if (!operation) {
    // Only refusals may be undocumented: an unknown path or method.
    if (exchange.status !== 404 && exchange.status !== 405) failures.push(`${what}: not in the contract`)
    return
  }
  if (exchange.status < 400) {
    seen.add(operation.operationId)
    if (operation.requestBody) {
      check(['paths', pattern, method, 'requestBody', 'content', 'application/json', 'schema'], exchange.request, `${what}: request`)
    }
  }
  const key = operation.responses[exchange.status] ? String(exchange.status) : 'default'
  const [response, path] = resolved(operation.responses[key], ['paths', pattern, method, 'responses', key])
  if (!response.content) {
    if (exchange.answer !== '') failures.push(`${what}: an answer without body is documented`)
    return
  }
  const type = exchange.content_type.split(';')[0]
  if (!response.content[type]) {
    failures.push(`${what}: content type ${type} is not documented`)
    return
  }
  // Lines, files and streams have no schema.
  if (type === 'application/json' || type.endsWith('+json')) check([...path, 'content', type, 'schema'], exchange.answer, what)
}

const lines = fs.readFileSync(exchangesFile, 'utf8').split('\n').filter(Boolean)
lines.forEach((line, index) => checkExchange(JSON.parse(line), index + 1))
for (const [pattern, operations] of Object.entries(contract.paths)) {
  for (const operation of Object.values(operations)) {
    if (!seen.has(operation.operationId)) failures.push(`${pattern}: ${operation.operationId} was never exercised with success`)
  }
}
for (const failure of failures.slice(0, 40)) console.error(failure)
console.log(`${lines.length} exchanges, ${seen.size} operations, ${failures.length} failures`)
process.exit(failures.length === 0 && lines.length > 0 ? 0 : 1)
