// The choices for a rhythm set by hand (NXT-5), as a menu: so many days, none, as computed, and the rhythms of tags.
import { openDialog } from '../dialogs/dialogs.ts'
import type { MenuItem } from '../shell/menu-button.vue'
import { say } from '../words/i18n.ts'

export function rhythmChoices(set: (days: number | null) => void): MenuItem[] {
  return [
    ...[7, 14, 30, 60, 90, 180].map((days) => ({ id: String(days), text: say('next.rhythm.every', { n: days }, days), run: () => set(days) })),
    { id: 'none', text: say('next.rhythm.setNone'), starts: true, run: () => set(0) },
    { id: 'computed', text: say('next.rhythm.setComputed'), run: () => set(null) },
    { id: 'tags', text: say('next.rhythm.ofTags'), starts: true, run: () => void openDialog('tag-rhythms', {}) },
  ]
}
