// The body of a mail that was offered and is not kept yet, read when it is looked at (EML-7).
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { MailDetail } from '../../../src-shared/contract/mail.ts'
import { ask } from '../../ui/core.ts'
import { errorWords } from '../../ui/feedback/error-words.ts'

const restMs = 90

/** `shown`: the token of the mail to read, null for none. `detail` is that of the last one read, `trouble` in the user's words why the shown one was not. */
export function useMailPreview(shown: () => string | null) {
  const detail = shallowRef<{ token: string; detail: MailDetail } | null>(null)
  const trouble = ref<string | null>(null)
  let looking: ReturnType<typeof setTimeout> | undefined

  async function read(token: string): Promise<void> {
    try {
      const got = await ask('mail.previewBody', { fileToken: token })
      if (shown() === token) detail.value = { token, detail: got }
    } catch (error) {
      if (shown() === token) trouble.value = errorWords(error)
    }
  }
  watch(shown, (token) => {
    clearTimeout(looking)
    trouble.value = null
    // Arrows held down over a long list read nothing.
    if (token === null) detail.value = null
    else looking = setTimeout(() => void read(token), detail.value === null ? 0 : restMs)
  })
  onScopeDispose(() => clearTimeout(looking))
  return { detail, trouble }
}
