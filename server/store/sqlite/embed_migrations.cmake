# Writes a .cpp that holds the text of migrations/*.sql, in the order of their numbers.
#   cmake -DFOLDER=... -DOUTPUT=... -P embed_migrations.cmake
file(GLOB files ${FOLDER}/*.sql)
list(SORT files)
set(entries "")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME_WE)
  string(REGEX MATCH "^[0-9]+" digits ${name})
  math(EXPR number "1${digits} - 10000")
  file(READ ${file} sql)
  string(APPEND entries "    {${number}, \"${name}\", R\"sql(${sql})sql\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Made by embed_migrations.cmake from migrations/*.sql.

#include \"server/store/sqlite/migrate.h\"

namespace chaffinch::store::sqlite {

namespace {

constexpr Migration all[] = {
${entries}};

}  // namespace

std::span<const Migration> migrations() {
    return all;
}

}  // namespace chaffinch::store::sqlite
")
