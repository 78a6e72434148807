// Properties are tried on the same cases by every `npm test`, so that a commit passes or fails by what is in it; `npm run test:slow` tries new ones. What fails
// names its seed: MALETIN_SEED repeats it.
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['MALETIN_SEED'] ?? 20_261_125) })
