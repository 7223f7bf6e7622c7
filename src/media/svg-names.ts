// What an SVG may have in it (https://www.w3.org/TR/SVG2/): what draws, and nothing that runs, moves or asks.

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const ELEMENTS = words(`
  svg g defs symbol use switch title desc style image
  path rect circle ellipse line polyline polygon text tspan textPath
  linearGradient radialGradient stop pattern clipPath mask marker
  filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
  feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
  feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`);

export const ATTRIBUTES = words(`
  id class style xml:lang xml:space lang role aria-hidden aria-label aria-labelledby
  viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points pathLength
  dx dy rotate textLength lengthAdjust startOffset method spacing side
  transform gradientTransform gradientUnits patternTransform patternUnits patternContentUnits spreadMethod offset
  clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits refX refY orient
  filterUnits primitiveUnits in in2 result mode type values operator k1 k2 k3 k4 order kernelMatrix divisor bias
  targetX targetY edgeMode preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent
  kernelUnitLength azimuth elevation z pointsAtX pointsAtY pointsAtZ limitingConeAngle scale xChannelSelector
  yChannelSelector tableValues slope intercept amplitude exponent stdDeviation radius baseFrequency numOctaves seed
  stitchTiles systemLanguage requiredExtensions
  alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
  color-interpolation-filters color-rendering direction display dominant-baseline fill fill-opacity fill-rule
  filter flood-color flood-opacity font font-family font-size font-size-adjust font-stretch font-style
  font-variant font-weight image-rendering isolation letter-spacing lighting-color marker marker-end marker-mid
  marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events shape-rendering
  stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
  stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-orientation text-rendering
  transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode`);

/** Functions of CSS that compute and draw. What is not among them may ask somebody for something. */
const FUNCTIONS = words(`
  rgb rgba hsl hsla calc min max clamp var matrix translate translatex translatey rotate scale scalex scaley
  skewx skewy blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
  polygon circle ellipse inset path cubic-bezier`);

const FUNCTION = /(?<![\w-])([\w-]*)\(/g;
const OWN = /^\(\s*["']?#[\w.:-]+["']?\s*\)/;

/** Whether a value of CSS, or of an attribute that is written like one, asks nobody for anything. */
export function isQuiet(value: string): boolean {
  // An escape can spell anything.
  if (value.includes("\\")) return false;
  return [...value.matchAll(FUNCTION)].every(({ 0: call, 1: name = "", index }) => {
    if (name.toLowerCase() === "url") return OWN.test(value.slice(index + call.length - 1));
    return name === "" || FUNCTIONS.has(name.toLowerCase());
  });
}

/** Declarations of CSS without those that may ask somebody for something. */
export function quietDeclarations(css: string): string {
  return css
    .split(";")
    .filter((each) => !/[@{}]/.test(each) && isQuiet(each))
    .join(";");
}

/** A sheet of CSS, of plain rules alone, likewise. */
export function quietSheet(css: string): string {
  return withoutComments(css)
    .split("}")
    .map((rule) => rule.slice(rule.slice(0, rule.indexOf("{")).lastIndexOf(";") + 1).split("{"))
    .filter(
      ([selector = "", , nested]) => nested === undefined && isQuiet(selector) && !selector.includes("@"),
    )
    .filter(([, declarations]) => declarations !== undefined)
    .map(([selector, declarations = ""]) => `${selector?.trim()}{${quietDeclarations(declarations)}}`)
    .join("");
}

function withoutComments(css: string): string {
  const [first = "", ...rest] = css.split("/*");
  return first + rest.map((each) => each.split("*/").slice(1).join("*/")).join("");
}
