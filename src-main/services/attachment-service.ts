// Files of activities and contacts, kept by content in the vault before a record names them (ACT-1, CON-1); done marks of actions (ACT-8). Core thread.
import type { Attachment } from '../../src-shared/contract/activity-parts.ts'
import { safeFileName } from '../../src-shared/domain/parsed-mail.ts'
import { KnownError } from '../../src-shared/errors.ts'
import { canRun } from '../../src-shared/domain/runnable-file.ts'
import type { KeptFile } from '../store/commands/activity-parts.ts'
import type { StoredFile } from '../store/queries/activity-part-queries.ts'
import type { Core, HandlersOf } from './core.ts'
import { openOutside } from './mail-frames.ts'

/** Copies offered files into the vault, flushed; their tokens are used up only when all of them are there. */
export async function keepFiles(core: Core, tokens: readonly string[]): Promise<KeptFile[]> {
  const kept: KeptFile[] = []
  for (const token of tokens) {
    const file = core.inbox.get(token)
    const { sha256, size } = await core.vault().keep(file.path, file.name)
    kept.push({ name: safeFileName(file.name), size, sha: sha256 })
  }
  return kept
}

export const withWarning = <F extends StoredFile>(file: F): F & Pick<Attachment, 'canRun'> => ({ ...file, canRun: canRun(file.name) })

export function attachmentHandlers(core: Core): HandlersOf<'attachment' | 'action'> {
  return {
    'attachment.add': async ({ activityId, contactId, files }) => {
      if ((activityId === null) === (contactId === null)) throw new KnownError('invalid', { field: 'files', rule: 'required' })
      const kept = await keepFiles(core, files)
      const { value, changeSetId } = await core.write('attachment.add', { activityId, contactId, files: kept })
      for (const token of files) core.inbox.forget(token)
      return { added: value.added, changeSetId }
    },
    'attachment.list': async ({ contactId }) => ({ files: (await core.read('attachment.ofContact', { contactId })).map(withWarning) }),
    'attachment.open': async ({ id, how }) => {
      const file = await core.read('attachment.kept', { id })
      if (file === null) throw new KnownError('not_found', { table: 'attachment', id })
      const part = { path: core.vault().pathOf(file.sha), name: file.name, size: file.size, mediaType: 'application/octet-stream' }
      if (how === 'open' && (await openOutside(core, part))) return { url: null }
      return { url: core.ports.served.once({ ...part, asAttachment: true }) }
    },
    'attachment.remove': async (input) => ({ changeSetId: (await core.write('attachment.remove', input)).changeSetId }),
    'action.done': async (input) => ({ changeSetId: (await core.write('action.done', input)).changeSetId }),
  }
}
