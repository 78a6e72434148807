// First file of the local host: begins what takes longest, the store's first thread, then loads the host beside them. What Node has compiled is kept in the
// profile for the next start.
import { mkdirSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { warmStoreThreads } from '../../store/warm-threads.ts'
import { profile, storeWorker } from './options.ts'

mkdirSync(profile, { recursive: true, mode: 0o700 })
const { directory } = enableCompileCache(join(profile, 'compiled'))
// Threads read it from the environment.
if (directory !== undefined) process.env['NODE_COMPILE_CACHE'] = join(profile, 'compiled')
warmStoreThreads(storeWorker, 1)
// Not awaited: the host imports what this file is bundled with.
void import('./main.ts')
