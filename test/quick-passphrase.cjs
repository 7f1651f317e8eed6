'use strict'
/**
 * Preloaded (`--require`) into the programs that tests start: a passphrase costs an attacker a second, and would cost the tests as much for each of
 * a thousand programs. The same function, at a hundredth of the cost. What the real cost is has tests of its own (`test/adapters/vault`), and so has that a
 * program opens a vault made with it (`test/end-to-end/safekeeping.test.ts`).
 */
const crypto = require('node:crypto')

const { scrypt } = crypto

crypto.scrypt = (passphrase, salt, length, options, done) =>
  scrypt(passphrase, salt, length, { ...options, N: 2 ** 10 }, done)
