// Which files are never opened without a warning: the same rule for core and windows.
export { canRun } from '../../src-shared/domain/runnable-file.ts'
