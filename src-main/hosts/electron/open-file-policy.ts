// Which files may be handed to the system's program for them: never one that the system would run. Pure.
// An attachment comes from a stranger; what is refused here can still be saved by the user, who then knows what they do.

const runs: ReadonlySet<string> = new Set(
  (
    'ade adp app appimage appinstaller application appx appxbundle apk bas bat bin cab chm cmd com command cpl csh deb desktop diagcab dll dmg ' +
    'exe fxp gadget hlp hta htc htm html img inf ins iso isp jar jnlp js jse ksh lnk mad maf mag mam maq mar mas mat mau mav maw mda mdb mde ' +
    'mdt mdw mdz mht mhtml msc msh msh1 msh2 mshxml msi msix msixbundle msp mst msu ops osd out pcd pif pkg pl plg prf prg printerexport ps1 ' +
    'ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 pssc py pyc pyo pyw pyz pyzw rb reg rpm run scf scpt scptd scr sct search-ms searchconnector-ms ' +
    'settingcontent-ms sh shb shs slk svg svgz terminal theme tmp tool udl url vb vbe vbp vbs vhd vhdx vsmacros vsw vxd wbt webloc website ws ' +
    'wsb wsc wsf wsh xbap xht xhtml xll xnk xsl xslt zsh'
  ).split(' '),
)

/** False for what the system would execute, mount or install, for a name without an extension, and for a name that hides its own. */
export function mayOpenFile(path: string): boolean {
  const name = path.split(/[\\/]/).at(-1) ?? ''
   
  if (/[\u0000-\u001f\u202a-\u202e\u2066-\u2069:]/u.test(name)) return false
  // Windows drops dots and spaces at the end: `a.exe. .` is run as `a.exe`.
  const whole = name.replace(/[. ]+$/, '')
  const extension = /^.+\.([^.]+)$/.exec(whole)?.[1]?.trim().toLowerCase()
  return extension !== undefined && /^[a-z0-9]{1,10}$/.test(extension) && !runs.has(extension)
}

/** After a warning that named it: whatever shows honestly what it is. A name that hides its own end is opened by nobody. */
export function mayOpenWarned(path: string): boolean {
  const name = path.split(/[\\/]/).at(-1) ?? ''
  return !/[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069:]/u.test(name) && /^.+\.[a-z0-9-]{1,12}$/i.test(name)
}
