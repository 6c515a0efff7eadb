// What every client has to do here, and how a client's program reports it.
//
// A program prints one line a call, "<call>: ok" or "<call>: <what was wrong>", and ends with 0. The
// server judges with tests/functional/rules, where a word decides: holdme, rejectme, discardme.

export const calls = ['verify', 'wrong key', 'ham', 'spam', 'discard', 'submit-spam', 'submit-ham', 'overload']

export const wrongKey = 'aaaaaaaaaaaa'
export const blog = 'https://blog.example/'
export const permalink = 'https://blog.example/article'

/** Runs one call and prints how it went; `expected` is compared with what it gives. */
export async function report(call, expected, run) {
  let given
  try {
    given = await run()
  } catch (error) {
    given = `threw: ${error.message}`
  }
  const right = typeof expected === 'function' ? expected(given) : given === expected
  console.log(`${call}: ${right ? 'ok' : JSON.stringify(given) ?? 'undefined'}`)
}

export const threw = (given) => typeof given === 'string' && given.startsWith('threw: ')
