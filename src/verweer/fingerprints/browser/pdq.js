// SPDX-License-Identifier: Apache-2.0
// PDQ in the browser: the bits that `verweer.fingerprints.pdq` gives on the server, without dependencies.
//
// Every factor is a whole number of some power of two, small enough that each sum is exact in the 53 bits of a
// JavaScript number, so the order of a sum does not matter. `pdq.py` tells the units; both must keep to them. Where a
// bit hangs on how the reference rounds, its sums in 32 bits are repeated, as `pdq_narrow.py` does.

const SIDE = 64;
const KEPT = 16;
const [RED, GREEN, BLUE] = [299, 587, 114]; // thousandths; ITU-R BT.601
const WEIGHT_UNITS = 2 ** 28;
const LINE_UNITS = 2 ** 16;
const SAMPLE_UNITS = 2 ** 18;
const COARSE_UNITS = 2 ** 22;
const FINE_UNITS = 2 ** 40;
const COEFFICIENT_UNITS = 2 ** 16;
const GRADIENTS_PER_POINT = 90;
const ROUNDING = 2 ** -8; // Values in the middle that are closer than this may be swapped by the reference's rounding.
const FEWEST = 5; // In fewer lines or columns the reference sees nothing.
const WHOLE = 1.5 * 2 ** 52; // Adding and taking it away rounds to the nearest whole number, a half to the even one.

/** The order of the eight hashes. The names are the reference's: `rotate90` turns counter-clockwise, `flip-y` mirrors. */
export const WAYS = Object.freeze([
  "identity", "rotate90", "rotate180", "rotate270", "flip-x", "flip-y", "transpose", "antitranspose",
]);

/**
 * Return `{hash, quality}` of RGBA pixels: 64 hexadecimal digits, and 0 to 100.
 * What is transparent lies on white, as on the server.
 */
export function pdqOfPixels({ data, width, height }) {
  const { coefficients, quality } = lookAt({ data, width, height }, [UNTURNED]);
  return { hash: hashOf(coefficients), quality };
}

/** Return `{hashes, quality}` of RGBA pixels: the eight hashes in the order of `WAYS`, from one look at the pixels. */
export function dihedralOfPixels({ data, width, height }) {
  const { coefficients, quality } = lookAt({ data, width, height }, VIEWS.slice(0, 6));
  return { hashes: VIEWS.map((view) => hashOf(viewed(coefficients, view))), quality };
}

/** Return the 4,096 smoothed samples (0 to 255, row by row) of RGBA pixels. */
export function samplesOfPixels({ data, width, height }) {
  if (data.length !== width * height * 4 || width < 1 || height < 1) {
    throw new RangeError("Pixels are four bytes each: red, green, blue and how opaque.");
  }
  const rows = bandsOf(height);
  const columns = bandsOf(width);
  const samples = new Float64Array(SIDE * SIDE);
  const line = new Float64Array(width);
  for (let sample = 0; sample < SIDE; sample += 1) {
    addRows(line, data, rows, sample);
    for (let place = 0; place < width; place += 1) {
      line[place] = rounded(line[place] / 1000 / (WEIGHT_UNITS / LINE_UNITS));
    }
    for (let other = 0; other < SIDE; other += 1) {
      let total = 0;
      for (let tap = 0; tap < columns.taps; tap += 1) {
        total += columns.weights[other * columns.taps + tap] * line[columns.starts[other] + tap];
      }
      samples[sample * SIDE + other] =
        rounded(total / ((WEIGHT_UNITS * LINE_UNITS) / SAMPLE_UNITS)) / SAMPLE_UNITS;
    }
  }
  return samples;
}

/**
 * Return the RGBA pixels of a picture file (a Blob), as the server sees them: upright, colours as the file states them.
 *
 * No colour profile is applied (`colorSpaceConversion`), and colours are multiplied by how opaque they are once, by the
 * canvas, not twice (`premultiplyAlpha`). Rejects when the browser cannot decode the file.
 */
export async function pixelsOfPicture(file) {
  const bitmap = await createImageBitmap(file, {
    colorSpaceConversion: "none",
    premultiplyAlpha: "none",
    imageOrientation: "from-image",
  });
  try {
    return pixelsOfCanvas(bitmap, bitmap.width, bitmap.height);
  } finally {
    bitmap.close();
  }
}

/**
 * Yield `{second, pixels}` of a video file (a Blob) at 0, `every`, 2 × `every` … seconds.
 *
 * Needs a document: a video element decodes, seeks and is drawn. The browser turns the video's colours into RGB, and
 * may show a neighbour of the frame that a decoder in order would give, so hashes are near the server's, not equal.
 */
export async function* framesOfVideo(file, { every = 1 } = {}) {
  const video = document.createElement("video");
  video.muted = true;
  video.preload = "auto";
  video.src = URL.createObjectURL(file);
  try {
    await happened(video, "loadeddata");
    for (let second = 0; second < video.duration; second += every) {
      const arrived = Promise.all([happened(video, "seeked"), shown(video)]);
      video.currentTime = second;
      await arrived;
      yield { second, pixels: pixelsOfCanvas(video, video.videoWidth, video.videoHeight) };
    }
  } finally {
    URL.revokeObjectURL(video.src);
    video.removeAttribute("src");
    video.load();
  }
}

// What each of the eight looks like: rows and columns swapped or not, odd coefficients negated or not.
const UNTURNED = { lying: false, down: false, across: false };
const VIEWS = [
  UNTURNED,
  { lying: true, down: true, across: false },
  { lying: false, down: true, across: true },
  { lying: true, down: false, across: true },
  { lying: false, down: true, across: false },
  { lying: false, down: false, across: true },
  { lying: true, down: false, across: false },
  { lying: true, down: true, across: true },
];

const rounded = (value) => value + WHOLE - WHOLE;

function addRows(line, data, rows, sample) {
  const width = line.length;
  line.fill(0);
  for (let tap = 0; tap < rows.taps; tap += 1) {
    const weight = rows.weights[sample * rows.taps + tap];
    let byte = (rows.starts[sample] + tap) * width * 4;
    for (let place = 0; place < width; place += 1, byte += 4) {
      const opaque = data[byte + 3];
      line[place] += weight * (opaque === 255
        ? RED * data[byte] + GREEN * data[byte + 1] + BLUE * data[byte + 2]
        : RED * onWhite(data[byte], opaque) + GREEN * onWhite(data[byte + 1], opaque)
          + BLUE * onWhite(data[byte + 2], opaque));
    }
  }
}

/** Return one colour of a pixel on white, rounded as the server's library does it: 7 more bits, then by 255. */
function onWhite(colour, opaque) {
  const total = (colour * opaque + 255 * (255 - opaque)) * 128 + 128 * 128;
  return (total + (total >> 8)) >> 15;
}

function bandsOf(length) {
  const window = Math.floor((length + 2 * SIDE - 1) / (2 * SIDE));
  const taps = Math.min(length, 2 * window - 1);
  const starts = new Int32Array(SIDE);
  const weights = new Float64Array(SIDE * taps);
  for (let sample = 0; sample < SIDE; sample += 1) {
    const { first, band } = bandOf(Math.floor(((sample + 0.5) * length) / SIDE), window, length);
    starts[sample] = Math.min(first, length - taps);
    weights.set(band, sample * taps + first - starts[sample]);
  }
  return { starts, weights, taps };
}

function bandOf(middle, window, length) {
  const ahead = Math.floor((window + 2) / 2) - 1;
  const behind = window - ahead - 1;
  const from = Math.max(0, middle - behind);
  const to = Math.min(length, middle + ahead + 1);
  const first = Math.max(0, from - behind);
  const band = new Float64Array(Math.min(length, to + ahead) - first);
  for (let place = from; place < to; place += 1) {
    const start = Math.max(0, place - behind);
    const end = Math.min(length, place + ahead + 1);
    for (let at = start; at < end; at += 1) band[at - first] += 1 / ((to - from) * (end - start));
  }
  return { first, band: inUnits(band) };
}

function inUnits(band) {
  const units = band.map((weight) => rounded(weight * WEIGHT_UNITS));
  units[Math.floor(units.length / 2)] += WEIGHT_UNITS - units.reduce((one, other) => one + other, 0);
  return units;
}

const [COARSE, FINE] = cosines();

function cosines() {
  const coarse = new Float64Array(KEPT * SIDE);
  const fine = new Float64Array(KEPT * SIDE);
  for (let order = 1; order <= KEPT; order += 1) {
    for (let place = 0; place < SIDE; place += 1) {
      const factor = Math.sqrt(2 / SIDE) * Math.cos((Math.PI / 2 / SIDE) * order * (2 * place + 1));
      const at = (order - 1) * SIDE + place;
      coarse[at] = rounded(factor * COARSE_UNITS) / COARSE_UNITS;
      fine[at] = rounded((factor - coarse[at]) * FINE_UNITS) / FINE_UNITS;
    }
  }
  return [coarse, fine];
}

function coefficientsOf(samples) {
  const down = new Float64Array(KEPT * SIDE);
  const coefficients = new Float64Array(KEPT * KEPT);
  for (let order = 0; order < KEPT; order += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      down[order * SIDE + column] = product(order, (place) => samples[place * SIDE + column]);
    }
    for (let other = 0; other < KEPT; other += 1) {
      coefficients[order * KEPT + other] = product(other, (place) => down[order * SIDE + place]);
    }
  }
  return coefficients;
}

function product(order, valueAt) {
  let coarse = 0;
  let fine = 0;
  for (let place = 0; place < SIDE; place += 1) {
    const value = valueAt(place);
    coarse += COARSE[order * SIDE + place] * value;
    fine += FINE[order * SIDE + place] * value;
  }
  return rounded((coarse + fine) * COEFFICIENT_UNITS) / COEFFICIENT_UNITS;
}

function viewed(seen, { lying, down, across }) {
  return seen.map((_, at) => {
    const row = Math.floor(at / KEPT);
    const column = at % KEPT;
    const value = lying ? seen[column * KEPT + row] : seen[at];
    // Counted from 0, the even places hold the odd coefficients, since the constant one is left out.
    const turned = (down && row % 2 === 0) !== (across && column % 2 === 0);
    return turned ? -value : value;
  });
}

/** Return the coefficients and the quality; as the reference makes them where one of these views is undecided. */
function lookAt(pixels, views) {
  const samples = samplesOfPixels(pixels);
  if (Math.min(pixels.width, pixels.height) < FEWEST) {
    return { coefficients: new Float64Array(KEPT * KEPT), quality: 0 };
  }
  const coefficients = coefficientsOf(samples);
  if (views.every((view) => isDecided(viewed(coefficients, view)))) {
    return { coefficients, quality: qualityOf(samples, (value) => value) };
  }
  const narrow = narrowSamples(pixels);
  return { coefficients: narrowCoefficients(narrow), quality: qualityOf(narrow, Math.fround) };
}

function isDecided(coefficients) {
  const sorted = Float64Array.from(coefficients).sort();
  const half = (KEPT * KEPT) / 2;
  return sorted[half] - sorted[half - 1] >= ROUNDING;
}

function hashOf(coefficients) {
  const median = Float64Array.from(coefficients).sort()[(KEPT * KEPT) / 2 - 1];
  let hash = "";
  for (let at = coefficients.length - 4; at >= 0; at -= 4) {
    let digit = 0;
    for (let bit = 3; bit >= 0; bit -= 1) digit = digit * 2 + (coefficients[at + bit] > median ? 1 : 0);
    hash += digit.toString(16);
  }
  return hash;
}

function qualityOf(samples, narrowed) {
  let gradients = 0;
  const add = (one, other) => {
    gradients += Math.abs(Math.trunc(narrowed(narrowed(narrowed(one - other) * 100) / 255)));
  };
  for (let at = 0; at < samples.length; at += 1) {
    if (at + SIDE < samples.length) add(samples[at], samples[at + SIDE]);
    if (at % SIDE !== SIDE - 1) add(samples[at], samples[at + 1]);
  }
  return Math.min(100, Math.floor(gradients / GRADIENTS_PER_POINT));
}

// What follows repeats `pdq_narrow.py`: the reference's own order of sums, each rounded to 32 bits.

function narrowSamples({ data, width, height }) {
  let luma = new Float32Array(width * height);
  for (let at = 0, byte = 0; at < luma.length; at += 1, byte += 4) {
    const opaque = data[byte + 3];
    luma[at] = onWhite(data[byte], opaque) * 0.299 + onWhite(data[byte + 1], opaque) * 0.587
      + onWhite(data[byte + 2], opaque) * 0.114;
  }
  for (let pass = 0; pass < 2 && !(width === SIDE && height === SIDE); pass += 1) {
    luma = smoothed(luma, { lines: height, length: width, perLine: width, perPlace: 1 });
    luma = smoothed(luma, { lines: width, length: height, perLine: 1, perPlace: width });
  }
  const middle = (sample, length) => Math.floor(((sample + 0.5) * length) / SIDE);
  return Float32Array.from({ length: SIDE * SIDE }, (_, at) =>
    luma[middle(Math.floor(at / SIDE), height) * width + middle(at % SIDE, width)]);
}

function smoothed(values, { lines, length, perLine, perPlace }) {
  const window = Math.floor((length + 2 * SIDE - 1) / (2 * SIDE));
  const ahead = Math.floor((window + 2) / 2) - 1;
  const means = new Float32Array(values.length);
  for (let line = 0; line < lines; line += 1) {
    const start = line * perLine;
    let sum = 0;
    let count = 0;
    for (let entering = 0; entering < length + ahead; entering += 1) {
      if (entering < length) {
        sum = Math.fround(sum + values[start + entering * perPlace]);
        count += 1;
      }
      if (entering >= window) {
        sum = Math.fround(sum - values[start + (entering - window) * perPlace]);
        count -= 1;
      }
      if (entering >= ahead) means[start + (entering - ahead) * perPlace] = sum / count;
    }
  }
  return means;
}

function narrowCoefficients(samples) {
  const down = new Float32Array(KEPT * SIDE);
  const coefficients = new Float64Array(KEPT * KEPT);
  for (let order = 0; order < KEPT; order += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      down[order * SIDE + column] = narrowProduct(order, (place) => samples[place * SIDE + column]);
    }
    for (let other = 0; other < KEPT; other += 1) {
      coefficients[order * KEPT + other] = narrowProduct(other, (place) => down[order * SIDE + place]);
    }
  }
  return coefficients;
}

function narrowProduct(order, valueAt) {
  let sum = 0;
  for (let place = 0; place < SIDE; place += 1) {
    sum = Math.fround(sum + Math.fround(NARROW[order * SIDE + place] * valueAt(place)));
  }
  return sum;
}

const NARROW = (() => {
  const scale = Math.fround(Math.sqrt(2 / SIDE));
  return Float32Array.from({ length: KEPT * SIDE }, (_, at) =>
    scale * Math.cos((Math.PI / 2 / SIDE) * (Math.floor(at / SIDE) + 1) * (2 * (at % SIDE) + 1)));
})();

function pixelsOfCanvas(source, width, height) {
  const canvas = newCanvas(width, height);
  // Read often, so drawn by the processor: a graphics card may round otherwise.
  const context = canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" });
  context.drawImage(source, 0, 0);
  return context.getImageData(0, 0, width, height);
}

function newCanvas(width, height) {
  if (typeof OffscreenCanvas !== "undefined") return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement("canvas"), { width, height });
}

// "seeked" can come before the frame that it tells of can be drawn. A page that nobody sees is shown none, so wait no longer than a second.
function shown(video) {
  const frame = new Promise((resolve) => video.requestVideoFrameCallback?.(resolve));
  return Promise.race([frame, new Promise((resolve) => setTimeout(resolve, 1000))]);
}

function happened(element, event) {
  return new Promise((resolve, reject) => {
    element.addEventListener(event, resolve, { once: true });
    element.addEventListener("error", () => reject(new Error("The browser cannot decode this video.")), { once: true });
  });
}
