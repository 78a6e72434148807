// The value of a box that is saved when it is left (`v-kept-value`): what is being typed in it is not replaced when its list is read again meanwhile,
// as `:value` would.
import type { Directive } from 'vue'

type Shown = string | number | null | undefined
const textOf = (value: Shown): string => String(value ?? '')

export const vKeptValue: Directive<HTMLInputElement, Shown> = {
  beforeMount(box, { value }) {
    box.value = textOf(value)
  },
  updated(box, { value, oldValue }) {
    const isBeingTyped = document.activeElement === box && box.value !== textOf(oldValue as Shown)
    if (!isBeingTyped) box.value = textOf(value)
  },
}
