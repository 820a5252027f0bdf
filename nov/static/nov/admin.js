// Django's boxes that complete what is typed have no name of their own: give each the label of the field it stands for.
'use strict';
function nameBoxes() {
  for (const box of document.querySelectorAll('.select2-selection[role="combobox"]:not([data-named])')) {
    const field = box.closest('.select2').previousElementSibling;
    const label = field && field.labels && field.labels[0];
    if (!label) continue;
    label.id ||= `${field.id}_label`;
    box.setAttribute('aria-labelledby', `${label.id} ${box.getAttribute('aria-labelledby') || ''}`.trim());
    const shown = box.querySelector('[role="textbox"]');
    if (shown) shown.setAttribute('aria-label', label.textContent);
    box.dataset.named = '';
  }
}
if (window.django?.jQuery) window.django.jQuery(nameBoxes);   // after Django's own, which makes the boxes
document.addEventListener('formset:added', () => setTimeout(nameBoxes));
