@echo off
chcp 936 >nul
pushd "%~dp0"
if exist "python\python.exe" goto beside
for %%v in (3.13 3.12 3.11) do (
  py -%%v -c "" >nul 2>nul && (
    py -%%v install.py
    goto end
  )
)
python install.py
goto end
:beside
"%~dp0python\python.exe" install.py
:end
echo.
pause
