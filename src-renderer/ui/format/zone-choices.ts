// Time zones to choose from: those this machine's runtime knows, the nearest to people's use first by name.
export function zoneChoices(): { value: string; text: string }[] {
  return Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, text: zone.replaceAll('_', ' ') }))
}
