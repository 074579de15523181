/** What is measured inside a page: scripts as text, since they know its document and we do not. */

export const unfoldAll = `for (const fold of document.querySelectorAll('details')) fold.open = true;`;

/** Elements that reach over the right edge, and how far the page scrolls sideways. */
export const overflowOf = `(() => {
  const width = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - width;
  if (over <= 0) return [];
  return ['by ' + over, ...[...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > width + 0.5)
    .slice(0, 5)
    .map((element) => element.outerHTML.slice(0, 80))];
})()`;

/** Each piece of visible text outside of pictures, with its contrast to what is painted behind it. */
export const contrastsOf = `(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = parts(colour).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (parts(colour)[3] !== 0) return colour;
    }
    return getComputedStyle(document.body).backgroundColor;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === '' || element.closest('script, style') !== null) continue;
    if (element.getClientRects().length === 0) continue;
    const picture = element.closest('svg');
    const style = getComputedStyle(element);
    const [darker, lighter] = [luminance(picture === null ? style.color : style.fill),
      luminance(behind(picture?.parentElement ?? element))].sort((a, b) => a - b);
    found.push({ text: node.data.trim().slice(0, 40), contrast: (lighter + 0.05) / (darker + 0.05) });
  }
  return found;
})()`;
