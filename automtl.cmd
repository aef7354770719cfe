@echo off
rem AutoMTL4J's command line for Windows. NOT TESTED YET: the shell script "automtl" beside it is what we run and test.
rem Builds on first use (delete target\automtl to build again after a change), then passes the arguments on.
rem AUTOMTL_JAVA_OPTS: options for the JVM, which override the ones chosen here.
setlocal
set "ROOT=%~dp0"
set "LIB=%ROOT%target\automtl\lib"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" --version >nul 2>&1
if errorlevel 1 (
  echo automtl: needs Java 17 or newer in JAVA_HOME or on the PATH 1>&2
  exit /b 2
)

if exist "%ROOT%target\automtl\stamp" goto run
echo automtl: first use; building takes 1 to 5 minutes and downloads up to 290 MB 1>&2
call "%ROOT%mvnw.cmd" -B -q -f "%ROOT%pom.xml" -Pdist -pl mtl-app -am package "-Dautomtl.dist=%LIB%" -Dmaven.test.skip=true -Dtest.foreign.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true 1>&2
if errorlevel 1 exit /b 1
copy /y "%ROOT%mtl-app\target\mtl-app-*.jar" "%LIB%" >nul
if errorlevel 1 exit /b 1
echo built> "%ROOT%target\automtl\stamp"

:run
if not defined GOMP_SPINCOUNT set "GOMP_SPINCOUNT=0"
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
"%JAVA%" -XX:+DisplayVMOutputToStderr -XX:+UseSerialGC -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dfile.encoding=UTF-8 %AUTOMTL_JAVA_OPTS% -cp "%LIB%\*" org.automtl4j.app.cli.AutoMtl %*
exit /b %errorlevel%
