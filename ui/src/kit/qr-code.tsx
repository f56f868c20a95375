import { useMemo } from 'react'
import { renderSVG } from 'uqr'

/** A QR code, black on white in both themes so that every phone reads it. */
export function QrCode({ value, size = 180, label }: { value: string; size?: number; label: string }) {
  const source = useMemo(
    () => `data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(value, { ecc: 'M', border: 2 }))}`,
    [value],
  )
  return <img src={source} width={size} height={size} alt={label} />
}
