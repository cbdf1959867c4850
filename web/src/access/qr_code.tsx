import encode from 'qrcode-generator';

/// A QR code as one path, dark on white whatever the scheme: phones read nothing else reliably.
export function QrCode({ text, label }: { text: string; label: string }) {
  const code = encode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const quiet = 4;
  let path = '';
  for (let row = 0; row < count; ++row) {
    for (let column = 0; column < count; ++column) {
      if (code.isDark(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`;
    }
  }
  const side = count + 2 * quiet;
  return (
    <svg viewBox={`0 0 ${side} ${side}`} className="qr-code" role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
