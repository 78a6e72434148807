import { join } from 'node:path'
import { copyBundles, filledProfile, root, small, backedUp } from './stores.ts'
import { measureStart } from './measure-start.ts'
copyBundles(join(root, 'dist'))
console.log(await measureStart(backedUp(filledProfile(small, console.log)), true))
