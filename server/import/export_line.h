// One comment as a line of JSON, as read_json_lines() takes it back.

#pragma once

#include "server/store/imports.h"

#include <string>

namespace chaffinch::importing {

/// Without the line's end. Verdicts, our own ids and the log stay; `label` says where the comment
/// stands: "approved"; "spam" (rejected for a spam reason); "rejected"; "held"; "withdrawn" (which
/// an import leaves out). What came without an external id leaves with our id in its place.
std::string export_line(const store::ExportedComment& exported);

}  // namespace chaffinch::importing
