// Makes a screenshot small enough to keep in the repository: at most 256 colours, chosen by median cut, packed hard.
import { deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunksOf(png) {
  const chunks = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

const nearestOf = (left, above, corner) => {
  const guess = left + above - corner;
  const [dl, da, dc] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (dl <= da && dl <= dc) return left;
  return da <= dc ? above : corner;
};

/// Pixels as 24-bit numbers, row by row; takes what Chromium writes: 8-bit RGB or RGBA, not interlaced.
function pixelsOf(png) {
  const chunks = chunksOf(png);
  const head = chunks.find((chunk) => chunk.type === 'IHDR').data;
  const [width, height, channels] = [head.readUInt32BE(0), head.readUInt32BE(4), head[9] === 6 ? 4 : 3];
  const raw = inflateSync(Buffer.concat(chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.data)));
  const stride = width * channels;
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; ++y) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; ++x) {
      const left = x >= channels ? rows[y * stride + x - channels] : 0;
      const above = y > 0 ? rows[(y - 1) * stride + x] : 0;
      const corner = x >= channels && y > 0 ? rows[(y - 1) * stride + x - channels] : 0;
      const guess = [0, left, above, (left + above) >> 1, nearestOf(left, above, corner)][filter];
      rows[y * stride + x] = raw[y * (stride + 1) + 1 + x] + guess;
    }
  }
  const pixels = new Uint32Array(width * height);
  for (let i = 0; i < pixels.length; ++i) {
    pixels[i] = (rows[i * channels] << 16) | (rows[i * channels + 1] << 8) | rows[i * channels + 2];
  }
  return { width, height, pixels };
}

const exactColours = 144;

const part = (colour, channel) => (colour >> (16 - 8 * channel)) & 255;

function widest(box) {
  let best = { channel: 0, range: -1 };
  for (const channel of [0, 1, 2]) {
    const values = box.map(([colour]) => part(colour, channel));
    const range = Math.max(...values) - Math.min(...values);
    if (range > best.range) best = { channel, range };
  }
  return best;
}

function cut(box) {
  const { channel } = widest(box);
  const sorted = [...box].sort((a, b) => part(a[0], channel) - part(b[0], channel));
  const half = sorted.reduce((sum, [, count]) => sum + Math.sqrt(count), 0) / 2;
  let seen = 0;
  const index = sorted.findIndex(([, count]) => (seen += Math.sqrt(count)) >= half);
  const at = Math.min(Math.max(index, 1), sorted.length - 1);
  return [sorted.slice(0, at), sorted.slice(at)];
}

function paletteOf(pixels) {
  const counts = new Map();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  // The commonest colours are the page's own and stay as they are; the cut shares the rest among edges and maps.
  const common = [...counts].sort((a, b) => b[1] - a[1]);
  const rest = common.slice(exactColours);
  let boxes = common.slice(0, exactColours).map((entry) => [entry]);
  if (rest.length > 0) boxes.push(rest);
  while (boxes.length < 256) {
    const worth = (box) => (box.length < 2 ? -1 : widest(box).range * Math.sqrt(box.length));
    const pick = boxes.reduce((best, box) => (worth(box) > worth(best) ? box : best), boxes[0]);
    if (pick.length < 2) break;
    boxes = [...boxes.filter((box) => box !== pick), ...cut(pick)];
  }
  const index = new Map();
  const colours = boxes.map((box, at) => {
    for (const [colour] of box) index.set(colour, at);
    // The commonest colour of a box stands for it: flat areas keep exactly their colour.
    return box.reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
  });
  return { colours, index };
}

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; ++k) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

export function toPalettePng(png) {
  const { width, height, pixels } = pixelsOf(png);
  const { colours, index } = paletteOf(pixels);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) rows[y * (width + 1) + 1 + x] = index.get(pixels[y * width + x]);
  }
  const palette = Buffer.from(colours.flatMap((colour) => [part(colour, 0), part(colour, 1), part(colour, 2)]));
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
