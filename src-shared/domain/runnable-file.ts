// Which files are never handed to the system without a warning: what it would run, install or mount (EML-7). Pure; any thread.
// They can still be saved by the user, who then knows what they do.

const runs: ReadonlySet<string> = new Set(
  (
    'exe com scr pif cpl msi msix appx appxbundle msixbundle appinstaller application gadget bat cmd ps1 ps1xml psc1 psd1 psm1 msh msh1 vb vbe vbs ' +
    'vbp js jse mjs ws wsb wsc wsf wsh hta htc lnk url scf sct shb shs inf ins isp reg rgs jar jnlp class sh bash zsh csh ksh fish run bin out elf ' +
    'appimage deb rpm apk snap flatpakref desktop app pkg dmg mpkg command tool action workflow terminal scpt scptd applescript osx webloc inetloc ' +
    'fileloc py pyc pyo pyw pyz pyzw rb pl php dll ocx sys drv iso img vhd vhdx udf cab chm hlp adp ade mda mdb mde mdt mdw mdz accde xll xlam dotm docm xlsm xltm xlsb pptm potm ppsm ppam sldm ' +
    'library-ms search-ms searchconnector-ms settingcontent-ms diagcab theme themepack website vxd wbt xbap svg svgz htm html xht xhtml shtml mht mhtml'
  ).split(' '),
)

/** True for what the system would execute, install or mount, for a name without an extension, and for one that hides itself or its extension. */
export function canRun(name: string): boolean {
  // Windows drops points and spaces at the end: `a.exe. .` is run as `a.exe`.
  const plain = name.replace(/[. ]+$/, '')
   
  if (/[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069:/\\]/u.test(plain)) return true
  const extension = /\.([^.]+)$/.exec(plain)?.[1]?.trim().toLowerCase()
  return plain.startsWith('.') || extension === undefined || !/^[a-z0-9]{1,12}$/.test(extension) || runs.has(extension)
}
