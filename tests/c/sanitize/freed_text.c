/* Reads a text after the handle that it is borrowed from was freed: the host touches the memory. */
#include "../check.h"

int main(void) {
  tiendo_registry *registry;
  tiendo_reply *reply;
  tiendo_str text;
  OK(tiendo_registry_from_json("{}", TIENDO_NTS, &registry));
  OK(tiendo_query(registry, "{\"query\":\"policies\"}", TIENDO_NTS, &reply));
  text = tiendo_reply_text(reply);
  tiendo_reply_free(reply);
  tiendo_registry_free(registry);
  printf("%c\n", text.ptr[0]);
  return 0;
}
