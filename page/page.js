() => {
  // The "as of" box becomes the browser's own date picker; what it cannot read as a date it does not keep.
  const box = document.querySelector('#as-of input');
  const span = () => {
    const known = document.querySelector('#head [data-first]');
    if (!box || !known || !known.dataset.last) return;
    if (box.min !== known.dataset.first) box.min = known.dataset.first;
    if (box.max !== known.dataset.last) box.max = known.dataset.last;
  };
  const setDay = (day) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, day);
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };
  if (box) {
    box.type = 'date';
    box.max = '9999-12-31';
    box.addEventListener('blur', () => { if (box.validity.badInput) box.value = ''; });
    span();
    new MutationObserver(span).observe(document.querySelector('#head'), { childList: true, subtree: true });
  }
  document.querySelector('#question .submit-button')?.setAttribute('aria-label', 'Send');
  const ask = (question) => {
    const area = document.querySelector('#question textarea');
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(area, question);
    area.dispatchEvent(new Event('input', { bubbles: true }));
    area.focus();
    setTimeout(() => document.querySelector('#question .submit-button')?.click(), 50);
  };
  const copy = async (button) => {
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(button.closest('.answer').querySelector('.copied').innerText);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  };
  // What is said only in passing is read out, too; a room is made when it is first opened, so this comes again.
  const live = () => ['head', 'told', 'past', 'seen', 'scores'].forEach((id) => {
    document.getElementById(id)?.setAttribute('aria-live', 'polite');
  });
  live();
  document.addEventListener('focusin', live);
  // The picture cannot be read out; the list below it says the same.
  document.querySelector('#picture')?.setAttribute('aria-hidden', 'true');
  const report = (save) => {
    const text = document.querySelector('#scores iframe')?.srcdoc;
    if (!text) return;
    const address = URL.createObjectURL(new Blob([text], { type: 'text/html' }));
    const link = Object.assign(document.createElement('a'), { href: address, rel: 'noopener' });
    Object.assign(link, save ? { download: 'evaluation.html' } : { target: '_blank' });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  };
  document.addEventListener('load', (event) => {
    const frame = event.target;
    if (!frame.matches?.('#scores iframe')) return;
    const { body } = frame.contentDocument;
    Object.assign(body.style, { background: 'transparent', margin: '0 auto', padding: '1rem 0' });
    const fit = () => { frame.style.height = `${body.offsetHeight + 2}px`; };
    fit();
    new ResizeObserver(fit).observe(body);
  }, true);
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('.copy, .show, .keep, .pick, .try, .choose, .open-report, .save-report');
    if (!button) return;
    if (button.matches('.open-report')) report(false);
    if (button.matches('.save-report')) report(true);
    if (button.matches('.choose')) {
      window.datelineFile = button.textContent;
      document.querySelector('#pick-file').click();
      document.querySelector('#changing').scrollIntoView({ behavior: 'smooth', block: 'nearest' });
      document.querySelector('#day input')?.focus({ preventScroll: true });
    }
    if (button.matches('.copy')) copy(button);
    if (button.matches('.pick')) setDay(button.dataset.day);
    if (button.matches('.try')) ask(button.textContent);
    if (button.dataset.turn) window.datelineTurn = Number(button.dataset.turn);
    if (button.matches('.keep')) document.querySelector('#keep').click();
    if (button.matches('.show')) {
      document.querySelector('#choose').click();
      document.querySelector('#side').scrollIntoView({ behavior: 'smooth', block: 'nearest' });
    }
  });
}
