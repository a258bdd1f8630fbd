// How wide the window is: the map's first camera is made on the server.
(() => {
  const note = () => { document.cookie = `tejido_width=${innerWidth}; path=/; max-age=31536000; SameSite=Strict`; };
  note();
  addEventListener("resize", note);
})();
