// UUID version 7 (RFC 9562, 5.7): 48 bits of UTC milliseconds, then random bits; ids made in one thread in the same millisecond still ascend.
import { randomBytes } from 'node:crypto'

let lastTime = 0
let counter = 0
let pool = Buffer.alloc(0)
let poolAt = 0

/** A new id that sorts by the time it was made. `now` is UTC milliseconds. */
export function uuidv7(now: number): string {
  if (now > lastTime) {
    lastTime = now
    counter = 0
  } else {
    counter += 1
    if (counter > 0xfff) {
      lastTime += 1
      counter = 0
    }
  }
  if (poolAt + 8 > pool.length) {
    pool = randomBytes(8 * 512)
    poolAt = 0
  }
  const random = pool.subarray(poolAt, poolAt + 8).toString('hex')
  poolAt += 8
  const time = lastTime.toString(16).padStart(12, '0')
  const variant = ((parseInt(random.slice(0, 1), 16) & 0x3) | 0x8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${random.slice(1, 4)}-${random.slice(4, 16)}`
}
