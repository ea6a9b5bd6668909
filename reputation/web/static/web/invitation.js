// The code of an invitation stands behind # in its link: browsers send that to nobody. It is filled into the form, and
// kept in this tab alone while somebody signs in first.
const KEPT = "invitation";
const code = location.hash.slice(1);
const field = document.querySelector("input[name=code]");
if (code) {
  sessionStorage.setItem(KEPT, code);
  history.replaceState(null, "", location.pathname);
}
if (field && !field.value) {
  field.value = sessionStorage.getItem(KEPT) ?? "";
  sessionStorage.removeItem(KEPT);
}
