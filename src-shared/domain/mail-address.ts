// Mail addresses: the key by which two spellings are the same, and what a domain says of its owner. Pure; runs on any
// thread. Conservative: no plus tags or points are taken out, as only the receiving server knows what they mean.

/** Trimmed, composed and in lower case. In theory the part before the @ knows case (RFC 5321, 2.4); no server in use does. */
export function mailKey(address: string): string {
  return address.trim().normalize('NFC').toLowerCase()
}

/** Lower case, without a closing point; empty where there is none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 0 ? '' : mailKey(address.slice(at + 1)).replace(/\.$/, '')
}

const label = /^[\p{L}\p{N}]([\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u
const localPart = /^[^\s@"(),:;<>[\]\\\p{Cc}]+$/u

/** Whether it could be delivered: one @, no blanks, a domain with a point, the lengths of RFC 5321 (4.5.3.1). */
export function isPlausibleAddress(text: string): boolean {
  const address = text.trim()
  if (address.length > 254) return false
  const at = address.lastIndexOf('@')
  const local = address.slice(0, Math.max(0, at))
  if (local.length > 64 || !localPart.test(local) || /^\.|\.\.|\.$/.test(local)) return false
  const labels = address.slice(at + 1).split('.')
  if (labels.length < 2 || !labels.every((part) => part.length <= 63 && label.test(part))) return false
  return !/^\d+$/.test(labels.at(-1) ?? '')
}

/** Providers that give addresses to anyone, under any ending: the name before it is enough. */
const freeNames = new Set(['gmail', 'googlemail', 'hotmail', 'outlook', 'live', 'msn', 'yahoo', 'ymail', 'gmx', 'aol'])

const freeDomains = new Set(
  (
    'icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.com tuta.io ' +
    'rocketmail.com mail.com email.com zoho.com zohomail.eu fastmail.com fastmail.fm hey.com yandex.com yandex.ru mail.ru ' +
    'inbox.lv web.de freenet.de t-online.de arcor.de qq.com 163.com 126.com sina.com naver.com hanmail.net rediffmail.com ' +
    // Access providers of Spain and its neighbours, whose customers keep their addresses.
    'telefonica.net movistar.es terra.es terra.com ono.com orange.es wanadoo.es wanadoo.fr orange.fr free.fr sfr.fr ' +
    'laposte.net ya.com jazzfree.com eresmas.com eresmas.net euskalnet.net euskaltel.net mundo-r.com mundo-r.net ' +
    'telecable.es vodafone.es arrakis.es inicia.es mixmail.com latinmail.com teleline.es menta.net auna.com retemail.es ' +
    'correo.com iespana.es supercable.es able.es sapo.pt iol.pt clix.pt netcabo.pt mail.telepac.pt libero.it tiscali.it ' +
    'virgilio.it tin.it alice.it tiscali.es andorra.ad comcast.net verizon.net att.net sbcglobal.net btinternet.com ' +
    'uol.com.br bol.com.br terra.com.br'
  ).split(' '),
)

/** A domain whose addresses belong to strangers to one another: it says nothing of who somebody works for. */
export function isFreeMailDomain(domain: string): boolean {
  const key = mailKey(domain).replace(/\.$/, '')
  if (freeDomains.has(key)) return true
  // gmail.com, yahoo.es, hotmail.co.uk, outlook.com.br; not live.example.com.
  const [name = '', ...ending] = key.split('.')
  if (!freeNames.has(name)) return false
  if (ending.length === 1) return true
  return ending.length === 2 && /^(com?|net|org)$/.test(ending[0] ?? '') && /^[a-z]{2}$/.test(ending[1] ?? '')
}
