/**
 * Thai has no spaces between words, so the diagram's own text layout would cut a word anywhere. This text renderer puts
 * the line breaks at word boundaries first and leaves the rest to bpmn-js.
 */
import TextRenderer from "bpmn-js/lib/draw/TextRenderer.js";

const THAI = /[\u0E00-\u0E7F]/;
const words = new Intl.Segmenter("th", { granularity: "word" });
const ruler = document.createElement("canvas").getContext("2d");

class ThaiTextRenderer extends TextRenderer {
  static $inject = ["config.textRenderer"];

  constructor(config) {
    super(config);
    const createText = this.createText;
    this.createText = (text, options = {}) => createText(this.broken(text, options), options);
  }

  /** Return `text` with line breaks where its box ends. */
  broken(text, options) {
    const width = (options.box?.width ?? options.size?.width ?? 0) - 2 * (Number(options.padding) || 0);
    if (!ruler || width <= 0 || !THAI.test(text)) return text;
    const style = { ...this.getDefaultStyle(), ...options.style };
    ruler.font = `${style.fontWeight} ${style.fontSize}px ${style.fontFamily}`;
    return text.split("\n").map((line) => brokenLine(line, width)).join("\n");
  }
}

/**
 * @param {string} text one paragraph
 * @param {number} width in px
 */
function brokenLine(text, width) {
  const lines = [""];
  for (const { segment } of words.segment(text)) {
    const line = lines[lines.length - 1];
    if (line && ruler.measureText((line + segment).trimEnd()).width > width) lines.push(segment.trimStart());
    else lines[lines.length - 1] = line + segment;
  }
  return lines.map((line) => line.trim()).join("\n");
}

export default { textRenderer: ["type", ThaiTextRenderer] };
