// The parts of an activity as fields of the forms, filters and columns: actions to take (ACT-8), reminders (ACT-16), recurrence (ACT-15).
import { defineAsyncComponent } from 'vue'
import type { ActivityDetail } from '../../../src-shared/contract/activities.ts'
import type { ActionToTake, Recurrence, ReminderRule } from '../../../src-shared/contract/activity-parts.ts'
import type { ActivityFieldModule } from '../../ui/activities/field-modules.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'

const actions: ActivityFieldModule = {
  key: 'actions', words: 'activityParts.actions.title', icon: 'check-circle-outline', inQuickForm: true,
  formField: defineAsyncComponent(() => import('./actions-field.vue')),
  empty: () => [],
  valueOf: (activity) => activity.actions.map((one) => ({ ...one })),
  valuesOf: (value) => ({ actions: value as ActionToTake[] }),
  filter: () => ({ key: 'openActions', words: 'activities.filters.openActions', kind: 'yes' }),
  column: {
    key: 'openActions', words: 'activityParts.actions.column', track: 'minmax(84px, 0.5fr)', isExtra: true,
    text: (row) => (row.openActions > 0 ? String(row.openActions) : ''),
  },
  detail: defineAsyncComponent(() => import('./actions-list.vue')),
}

const reminders: ActivityFieldModule = {
  key: 'reminders', words: 'activityParts.reminders.title', icon: 'bell-outline', inQuickForm: true,
  formField: defineAsyncComponent(() => import('./reminders-field.vue')),
  empty: (typeId) => {
    const { reminderDefaults } = useSettings().settings
    return (reminderDefaults[typeId] ?? reminderDefaults['*'] ?? []).map((one) => ({ ...one }))
  },
  valueOf: (activity) => activity.reminders.map((one) => ({ ...one })),
  valuesOf: (value) => ({ reminders: value as ReminderRule[] }),
  detail: defineAsyncComponent(() => import('./reminders-line.vue')),
}

const ruleOf = ({ series }: ActivityDetail): Recurrence | null => (series === null || series.isEnded ? null : { rule: series.rule, offDays: series.offDays })
const recurrence: ActivityFieldModule = {
  key: 'recurrence', words: 'activityParts.recurrence.title', icon: 'repeat', inQuickForm: true,
  formField: defineAsyncComponent(() => import('./recurrence-field.vue')),
  empty: () => null,
  valueOf: ruleOf,
  valuesOf: (value) => ({ recurrence: value as Recurrence | null }),
  detail: defineAsyncComponent(() => import('./recurrence-line.vue')),
}

export const activityPartModules: ActivityFieldModule[] = [actions, reminders, recurrence]
