// Binds the fields that parts of the program add to activities. Later areas add theirs here.
import { activityPartModules } from './features/activities/part-modules.ts'
import { registerActivityModule } from './ui/activities/field-modules.ts'

export function registerModules(): void {
  for (const module of activityPartModules) registerActivityModule(module)
}
