// The page's first script: asks the core for what the first screen needs while the browser still reads the interface.
import { askEarly } from './early.ts'

askEarly()
