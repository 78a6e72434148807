// The page's first module: asks the core for what the first screen needs, then loads the interface beside it.
import { askEarly } from './early.ts'

askEarly()
void import('./interface.ts').then((started) => started.mountInterface())
