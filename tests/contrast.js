// Every visible text whose contrast is less than 4.5 to 1 (WCAG 2, AA), with its ratio and colour. Half transparent
// grounds are laid over each other; a canvas turns any notation of a colour into numbers.
() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const numbers = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (upper, lower) => [0, 1, 2].map((i) => upper[i] * upper[3] + lower[i] * (1 - upper[3])).concat(1);
  const light = (colour) => {
    const [red, green, blue] = colour.map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const colour = numbers(getComputedStyle(one).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight((lower, upper) => over(upper, lower), [255, 255, 255, 1]);
  };
  const found = {};
  const check = (element, colour, text) => {
    const below = ground(element);
    const [more, less] = [light(over(numbers(colour), below)), light(below)].sort((a, b) => b - a);
    const ratio = (more + 0.05) / (less + 0.05);
    if (ratio < 4.5) found[`${element.tagName} ${text.slice(0, 40)}`] = `${ratio.toFixed(2)} ${colour}`;
  };
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const text = texts.currentNode.data.trim();
    if (text && seen(element) && !element.closest('svg, script, style')) {
      check(element, getComputedStyle(element).color, text);
    }
  }
  for (const box of document.querySelectorAll('input, textarea')) {
    if (seen(box) && box.placeholder) check(box, getComputedStyle(box, '::placeholder').color, box.placeholder);
  }
  for (const text of document.querySelectorAll('svg text')) {
    if (seen(text)) check(text, getComputedStyle(text).fill, text.textContent);
  }
  return found;
}
