// Takes the focus to the first field that says what is wrong with it. Window only.

export function focusTrouble(root: HTMLElement | null): void {
  const field = root?.querySelector<HTMLElement>('.field.is-wrong input, .field.is-wrong select, .field.is-wrong textarea')
  field?.focus()
  field?.scrollIntoView({ block: 'nearest' })
}
