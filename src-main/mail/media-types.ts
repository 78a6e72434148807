// Which extension a nameless attachment of a kind gets, and which kind an extension stands for. Pure; parse worker.

const extensions: Readonly<Record<string, string>> = {
  'text/plain': 'txt', 'text/html': 'html', 'text/calendar': 'ics', 'application/ics': 'ics', 'text/csv': 'csv',
  'text/vcard': 'vcf', 'text/x-vcard': 'vcf', 'text/directory': 'vcf', 'text/rtf': 'rtf', 'application/rtf': 'rtf',
  'text/rfc822-headers': 'txt', 'message/delivery-status': 'txt', 'message/disposition-notification': 'txt',
  'message/feedback-report': 'txt', 'message/rfc822': 'eml', 'message/global': 'eml', 'image/png': 'png',
  'image/jpeg': 'jpg', 'image/jpg': 'jpg', 'image/gif': 'gif', 'image/webp': 'webp', 'image/bmp': 'bmp',
  'image/tiff': 'tiff', 'image/svg+xml': 'svg', 'application/pdf': 'pdf', 'application/zip': 'zip',
  'application/ms-tnef': 'dat', 'application/vnd.ms-tnef': 'dat', 'application/vnd.ms-outlook': 'msg',
  'application/pgp-signature': 'asc', 'application/pgp-encrypted': 'asc', 'application/pgp-keys': 'asc',
  'application/pkcs7-signature': 'p7s', 'application/x-pkcs7-signature': 'p7s', 'application/pkcs7-mime': 'p7m',
  'application/x-pkcs7-mime': 'p7m', 'application/msword': 'doc', 'audio/mpeg': 'mp3', 'audio/wav': 'wav', 'video/mp4': 'mp4',
  'application/json': 'json', 'application/xml': 'xml', 'text/xml': 'xml',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx', 'application/vnd.ms-excel': 'xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx', 'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
} // prettier-ignore

const byExtension = new Map<string, string>()
for (const [mediaType, extension] of Object.entries(extensions)) if (!byExtension.has(extension)) byExtension.set(extension, mediaType)

export const extensionOf = (mediaType: string): string => extensions[mediaType.toLowerCase()] ?? (mediaType.startsWith('text/') ? 'txt' : 'bin')

/** 'application/octet-stream' for a name that says nothing. */
export function mediaTypeOfName(name: string): string {
  const extension = /\.([a-z0-9]{1,8})\s*$/i.exec(name.slice(-20))?.[1]?.toLowerCase() ?? ''
  return byExtension.get(extension) ?? { jpeg: 'image/jpeg', htm: 'text/html', tif: 'image/tiff' }[extension] ?? 'application/octet-stream'
}
