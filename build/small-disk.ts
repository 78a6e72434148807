// A disk of a few megabytes for tests of a full one: a tmpfs, which only root on Linux may mount. Where it cannot be had, its tests are skipped and say why.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  /** Bytes that are free. */
  free(): number
  /** Fills it until so many bytes are free. */
  fill(left: number): void
  /** Takes the filling away. */
  empty(): void
  unmount(): void
}

/** `mostFiles`: files and folders it may hold. Null where no disk can be mounted; the reason is printed. */
export function mountSmallDisk(megabytes: number, mostFiles = 100_000): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'maletin-disk-'))
  const size = `size=${megabytes}m,nr_inodes=${mostFiles}`
  const mounted =
    process.platform === 'linux' && process.getuid?.() === 0
      ? spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder])
      : null
  if (mounted?.status !== 0) {
    rmSync(folder, { recursive: true })
    console.log(
      `Tests of a full disk skipped: ${mounted === null ? 'only root on Linux may mount a small one' : String(mounted.stderr ?? mounted.error)}`,
    )
    return null
  }
  const filling = join(folder, 'filling')
  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  }
  return {
    folder,
    free,
    fill: (left) => {
      const file = openSync(filling, 'a')
      const block = Buffer.alloc(4096)
      while (free() > left) writeSync(file, block)
      closeSync(file)
    },
    empty: () => rmSync(filling, { force: true }),
    unmount: () => {
      spawnSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
