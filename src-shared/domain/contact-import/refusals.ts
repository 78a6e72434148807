/** Why a row of a file cannot be taken in. `stale` and `gone`: the contact was changed or taken away between preview and import. */
export const importRefusals = ['no_name', 'mail_wrong', 'phone_wrong', 'tax_id_wrong', 'date_wrong', 'too_long', 'unreadable', 'stale', 'gone'] as const
export type ImportRefusal = (typeof importRefusals)[number]
